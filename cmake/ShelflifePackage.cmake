# The Debian package. scripts/package makes it; `cpack -G DEB` in the folder of a release-static build does the same.
set(SHELFLIFE_MAINTAINER "The Shelflife authors <authors@shelflife.invalid>" CACHE STRING "Who stands in the package as its maintainer")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME shelflife)
set(CPACK_PACKAGE_CONTACT ${SHELFLIFE_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian_tree.cmake)
set(CPACK_SHELFLIFE_PACKAGING ${PROJECT_SOURCE_DIR}/packaging/debian)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "compiler and linter for retention policies of ML artifacts")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Shelflife compiles a small policy file into the lifecycle rules that S3,
Azure Blob Storage and Google Cloud Storage enforce by themselves, the
Terraform for them, and a plan for the part that no cloud can enforce.
It proves that nothing it writes deletes what the policy keeps, and says
which objects a change of the policy would treat otherwise.")
if(SHELFLIFE_STATIC)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)  # one file, which needs nothing
else()
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
include(CPack)
