# What the wheel holds beside the Python files. It can not hold links, so the library stands there under its SONAME.
set_target_properties(spectrakit PROPERTIES VERSION ${PROJECT_VERSION_MAJOR})
set_target_properties(spectrakit_python PROPERTIES INSTALL_RPATH $ORIGIN)
set_target_properties(spectrakit_cli PROPERTIES INSTALL_RPATH $ORIGIN/..)

# Types of the C++ library would show otherwise, and be taken for the ones of another extension.
set(extension_map ${CMAKE_CURRENT_BINARY_DIR}/extension.map)
file(WRITE ${extension_map} "{\n  global:\n    PyInit__native;\n  local:\n    *;\n};\n")
target_link_options(spectrakit_python PRIVATE LINKER:--version-script=${extension_map})

install(TARGETS spectrakit_python LIBRARY DESTINATION spectrakit COMPONENT python EXCLUDE_FROM_ALL)
install(TARGETS spectrakit LIBRARY DESTINATION spectrakit COMPONENT python NAMELINK_SKIP EXCLUDE_FROM_ALL)
install(TARGETS spectrakit_cli RUNTIME DESTINATION spectrakit/bin COMPONENT python EXCLUDE_FROM_ALL)
if(SKBUILD_METADATA_DIR AND SPECTRAKIT_STATIC_DEPENDENCIES)
  install(FILES ${SPECTRAKIT_STATIC_DEPENDENCIES}/THIRD-PARTY.txt DESTINATION ${SKBUILD_METADATA_DIR}/licenses
          COMPONENT python EXCLUDE_FROM_ALL)
endif()
