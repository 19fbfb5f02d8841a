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
