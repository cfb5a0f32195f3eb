# Everything comes from Debian packages (docs/dependencies.md says what for). One interface target carries the light
# ones; heavy headers (Boost.Beast, LEMON) are included by single source files only.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(PUGIXML REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(YAMLCPP REQUIRED IMPORTED_TARGET yaml-cpp)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
find_library(CLP_LIBRARY Clp REQUIRED) # not through pkg-config: its -lClpSolver belongs to the command line solver
find_library(COIN_UTILS_LIBRARY CoinUtils REQUIRED)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
find_package(Boost 1.74 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)

add_library(lilong_dependencies INTERFACE)
target_link_libraries(lilong_dependencies INTERFACE Threads::Threads PkgConfig::SQLITE PkgConfig::SODIUM PkgConfig::LIBZIP
  PkgConfig::XLSXWRITER PkgConfig::PUGIXML PkgConfig::YAMLCPP PkgConfig::ICU PkgConfig::ZLIB ${CLP_LIBRARY}
  ${COIN_UTILS_LIBRARY} fmt::fmt spdlog::spdlog)
target_compile_definitions(lilong_dependencies INTERFACE SPDLOG_FMT_EXTERNAL)

if(LILONG_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()
