# The C library as users install it. Components: library (what a program needs to run), development (what is needed to
# build one), tools (the spectrakit command). Nothing in the installed files names the place they were installed to.
include(CMakePackageConfigHelpers)

install(
  TARGETS spectrakit
  EXPORT spectrakit_shared
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
          COMPONENT library
          NAMELINK_COMPONENT development)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)
if(SPECTRAKIT_STATIC_DEPENDENCIES)
  install(FILES ${SPECTRAKIT_STATIC_DEPENDENCIES}/THIRD-PARTY.txt DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)
endif()
install(FILES include/spectrakit.h include/spectrakit_experimental.h generated/spectrakit_operations.h
        TYPE INCLUDE COMPONENT development)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/spectrakit)
install(EXPORT spectrakit_shared NAMESPACE spectrakit:: DESTINATION ${package_folder} COMPONENT development)
if(SPECTRAKIT_BUILD_STATIC_LIBRARY)
  install(TARGETS spectrakit_static EXPORT spectrakit_static ARCHIVE COMPONENT development)
  install(EXPORT spectrakit_static NAMESPACE spectrakit:: DESTINATION ${package_folder} COMPONENT development)
endif()
configure_package_config_file(spectrakit-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/spectrakit-config.cmake
                              INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/spectrakit-config-version.cmake
                                 COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spectrakit-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/spectrakit-config-version.cmake
        DESTINATION ${package_folder} COMPONENT development)

set(pkgconfig_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pkgconfig /${pkgconfig_folder} /)
configure_file(spectrakit.pc.in ${CMAKE_CURRENT_BINARY_DIR}/spectrakit.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/spectrakit.pc DESTINATION ${pkgconfig_folder} COMPONENT development)
