# The built pages (web/dist) are taken into the program; -DLILONG_WEB=OFF builds the server alone, without Node.
if(LILONG_WEB)
  file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/src/*" "${CMAKE_SOURCE_DIR}/web/*.html" "${CMAKE_SOURCE_DIR}/web/public/*"
    "${CMAKE_SOURCE_DIR}/web/scripts/*" "${CMAKE_SOURCE_DIR}/web/vite.config.ts" "${CMAKE_SOURCE_DIR}/web/package.json")
  list(FILTER web_sources EXCLUDE REGEX "schema\\.d\\.ts$")
  set(web_pack "${CMAKE_BINARY_DIR}/web.pack")
  add_custom_command(OUTPUT "${web_pack}"
    COMMAND "${CMAKE_SOURCE_DIR}/scripts/build-web" "${web_pack}"
    DEPENDS ${web_sources} "${CMAKE_SOURCE_DIR}/web/package-lock.json" "${CMAKE_SOURCE_DIR}/docs/openapi.json" "${CMAKE_SOURCE_DIR}/scripts/build-web"
    COMMENT "building the web pages" VERBATIM)
  set(web_assembly "${CMAKE_BINARY_DIR}/web_pack.S")
  file(CONFIGURE OUTPUT "${web_assembly}" CONTENT "  .section .rodata\n  .global lilong_web_pack, lilong_web_pack_end\nlilong_web_pack: .incbin \"${web_pack}\"\nlilong_web_pack_end: .byte 0\n  .section .note.GNU-stack, \"\", @progbits\n" @ONLY)
else()
  set(web_assembly "${CMAKE_BINARY_DIR}/web_pack_empty.S")
  file(CONFIGURE OUTPUT "${web_assembly}" CONTENT "  .section .rodata\n  .global lilong_web_pack, lilong_web_pack_end\nlilong_web_pack:\nlilong_web_pack_end: .byte 0\n  .section .note.GNU-stack, \"\", @progbits\n" @ONLY)
endif()
add_library(lilong_web STATIC "${web_assembly}")
if(LILONG_WEB)
  set_source_files_properties("${web_assembly}" PROPERTIES OBJECT_DEPENDS "${web_pack}")
endif()
target_link_libraries(lilong_program PUBLIC lilong_web)
