# What parsing costs: writes a policy of 100 MB once, then one process a mode, so that each has its own peak memory.
add_executable(bench_parse parse_bench.cpp)
shelflife_settings(bench_parse)
target_link_libraries(bench_parse PRIVATE shelflife_grammar)
shelflife_bench(parse $<TARGET_FILE:bench_parse> write
  COMMAND $<TARGET_FILE:bench_parse> read
  COMMAND $<TARGET_FILE:bench_parse> bytes
  COMMAND $<TARGET_FILE:bench_parse> syntax
  COMMAND $<TARGET_FILE:bench_parse> tree
  COMMAND $<TARGET_FILE:bench_parse> ast)
add_dependencies(bench_run_parse bench_parse)
