# Run by cpack between staging and packing: what Debian's policy wants otherwise than `cmake --install` lays it.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
set(documents ${share}/doc/shelflife)
set(packaging ${CPACK_SHELFLIFE_PACKAGING})

# Its licence stands in `copyright`, with those of what is linked into it.
file(REMOVE ${documents}/LICENSE)
file(MAKE_DIRECTORY ${share}/lintian/overrides)
file(COPY_FILE ${packaging}/copyright ${documents}/copyright)
file(COPY_FILE ${packaging}/changelog ${documents}/changelog.Debian)
file(COPY_FILE ${packaging}/lintian-overrides ${share}/lintian/overrides/shelflife)

file(GLOB pages ${share}/man/man1/*.1)
foreach(file IN LISTS pages ITEMS ${documents}/changelog.Debian)
  execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# Debian's zsh does not look into site-functions.
if(EXISTS ${share}/zsh/site-functions)
  file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
endif()
