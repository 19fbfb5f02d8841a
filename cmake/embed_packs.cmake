# cmake -DFOLDER=packs -DOUTPUT=file.cpp -P embed_packs.cmake: the texts of all packs as one C++ source, sorted by name.
file(GLOB files RELATIVE ${FOLDER} ${FOLDER}/*.shelf)
list(TRANSFORM files REPLACE "\\.shelf$" "" OUTPUT_VARIABLE names)
list(SORT names)  # not the files: `gdpr-erasure.shelf` would come before `gdpr.shelf`
set(out "// Made from packs/*.shelf; edit those.\n#include \"compiler/packs/packs.hpp\"\n\nnamespace shelflife {\n\nnamespace {\n\nconstexpr Pack all_packs[] = {\n")
foreach(name IN LISTS names)
  file(READ "${FOLDER}/${name}.shelf" text)
  string(APPEND out "    {\"${name}\", R\"shelf(${text})shelf\"},\n")
endforeach()
string(APPEND out "};\n\n}  // namespace\n\nstd::span<const Pack> packs() { return all_packs; }\n\n}  // namespace shelflife\n")
file(WRITE "${OUTPUT}" "${out}")
