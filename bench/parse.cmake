# What parsing and checking a large policy costs.
add_executable(bench_parse parse_bench.cpp)
shelflife_settings(bench_parse)
target_link_libraries(bench_parse PRIVATE shelflife_grammar)
shelflife_bench(parse $<TARGET_FILE:bench_parse> $<TARGET_FILE:shelflife>)
add_dependencies(bench_run_parse bench_parse)
