# Compiler, linker and cache settings; nothing here knows what Lilong does.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra> $<$<COMPILE_LANGUAGE:CXX>:-Werror>
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # g++ 12 reports these inside std::string and std::optional when it optimises; the debug build keeps them
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds> $<$<COMPILE_LANGUAGE:CXX>:-Wno-stringop-overflow> $<$<COMPILE_LANGUAGE:CXX>:-Wno-stringop-overread>
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict> $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized> $<$<COMPILE_LANGUAGE:CXX>:-Wno-dangling-pointer>)
endif()
if(LILONG_SANITIZE)
  # null, alignment, vptr and object-size double the compile time and find little that AddressSanitizer does not
  add_compile_options(-fsanitize=${LILONG_SANITIZE} -fno-sanitize=null,alignment,vptr,object-size -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LILONG_SANITIZE})
  if(LILONG_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan) # Asio's fences, which ThreadSanitizer does not model
  endif()
else()
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fstack-protector-strong> $<$<COMPILE_LANGUAGE:CXX>:-fcf-protection>)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
# Everything ends in an executable, so one setting serves libraries and programs and they can share a precompiled header.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fPIE>)
add_link_options(-pie)
