# Settings that every target of ours shares, and one function that makes a stage library from its folder.

function(shelflife_settings target)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wconversion -Wpedantic
    -ffunction-sections -fdata-sections
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # GCC bug 105651: false alarms at `"text" + std::string`
    $<$<BOOL:${SHELFLIFE_WERROR}>:-Werror>)
  target_link_options(${target} PRIVATE -Wl,--gc-sections)
  if(SHELFLIFE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
  target_compile_definitions(${target} PRIVATE SHELFLIFE_VERSION="${PROJECT_VERSION}")
endfunction()

# shelflife_precompile(target headers...): the standard library's headers, and these, are read once for all of the target.
function(shelflife_precompile target)
  if(SHELFLIFE_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <string> <string_view>
      <tuple> <unordered_map> <utility> <variant> <vector> ${ARGN})
  endif()
endfunction()

# shelflife_library(stage LINK public... PRIVATE private...): every .cpp of the folder, no list to keep.
function(shelflife_library stage)
  cmake_parse_arguments(arg "" "" "LINK;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${stage}/*.cpp)
  if(NOT sources)  # a stage that has only its headers yet
    add_library(shelflife_${stage} INTERFACE)
    target_include_directories(shelflife_${stage} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(shelflife_${stage} INTERFACE ${arg_LINK})
    return()
  endif()
  add_library(shelflife_${stage} STATIC ${sources})
  shelflife_settings(shelflife_${stage})
  target_link_libraries(shelflife_${stage} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE})
  set(headers)
  if(NOT stage STREQUAL "lint" AND "nlohmann_json::nlohmann_json" IN_LIST arg_PRIVATE)  # few of the linter's files read or print JSON
    set(headers <nlohmann/json.hpp>)
  endif()
  shelflife_precompile(shelflife_${stage} ${headers})
endfunction()

# shelflife_command(name): the command from cli/, under a name.
function(shelflife_command name)
  add_executable(${name})
  shelflife_settings(${name})
  target_link_libraries(${name} PRIVATE shelflife_cli)
  if(SHELFLIFE_STATIC)
    target_link_options(${name} PRIVATE -static)
  endif()
endfunction()

# shelflife_order_functions(command): links it so that what every run calls lies side by side, in the order of a run.
# A short run then touches half the pages. Needs lld; without it the command is the same, with functions as they come.
function(shelflife_order_functions command)
  find_program(SHELFLIFE_LLD ld.lld)
  if(NOT SHELFLIFE_LLD OR NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    return()
  endif()
  shelflife_command(${command}_unordered)
  add_executable(order_functions ${PROJECT_SOURCE_DIR}/cmake/order_functions.cpp)
  set(order ${PROJECT_BINARY_DIR}/functions.order)
  set(policy ${PROJECT_SOURCE_DIR}/bench/oneshot.shelf)
  set(folder ${PROJECT_BINARY_DIR}/order_functions_out)
  add_custom_command(OUTPUT ${order}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
    COMMAND order_functions ${order} $<TARGET_FILE:${command}_unordered>
      "check ${policy}" "build ${policy} --target plan -o -" "build ${policy} -o ${folder}" "build ${policy} -o ${folder}" "fmt --check ${policy}"
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
    DEPENDS ${command}_unordered order_functions ${policy} VERBATIM)
  add_custom_target(${command}_order DEPENDS ${order})
  add_dependencies(${command} ${command}_order)
  set_target_properties(${command} PROPERTIES LINK_DEPENDS ${order})
  target_link_options(${command} PRIVATE -fuse-ld=lld -Wl,--symbol-ordering-file=${order} -Wl,--no-warn-symbol-ordering)
endfunction()

# shelflife_install_completion(shell folder name): the script that `shelflife completion` prints, at install time.
function(shelflife_install_completion shell folder name)
  set(script ${PROJECT_BINARY_DIR}/completions/${shell}/${name})
  add_custom_command(OUTPUT ${script}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/completions/${shell}
    COMMAND shelflife completion ${shell} > ${script}
    DEPENDS shelflife VERBATIM)
  add_custom_target(completion_${shell} ALL DEPENDS ${script})
  install(FILES ${script} DESTINATION ${folder})
endfunction()

# The pages that `shelflife man` prints.
function(shelflife_install_manual)
  set(folder ${PROJECT_BINARY_DIR}/man)
  add_custom_command(OUTPUT ${folder}/shelflife.1
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
    COMMAND shelflife man -o ${folder}
    DEPENDS shelflife VERBATIM)
  add_custom_target(manual ALL DEPENDS ${folder}/shelflife.1)
  install(DIRECTORY ${folder}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN *.1)
endfunction()

# shelflife_embed(target folder): the files of packs/ or prices/ become part of the target, by cmake/embed_<folder>.cmake; at run
# time no file is read.
function(shelflife_embed target folder)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*)
  set(source ${PROJECT_BINARY_DIR}/${folder}_texts.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_${folder}.cmake)
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${PROJECT_SOURCE_DIR}/${folder} -DOUTPUT=${source} -P ${script}
    DEPENDS ${files} ${script} VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
