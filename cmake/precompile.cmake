# How those who use a set of precompiled headers are compiled. GCC does not use one that was made with another setting of -fPIC, which Qt
# demands of everybody up to 6.4 and leaves to each from 6.5 on.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(SIGNALBOX_PRECOMPILED_OPTIONS -fpch-preprocess)
endif()
if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5 AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" AND NOT WIN32)
    list(APPEND SIGNALBOX_PRECOMPILED_OPTIONS -fPIC)
endif()

# signalbox_precompiled(<target> core|widgets): lets the target use Qt's headers precompiled.
#
# Does nothing unless SIGNALBOX_PRECOMPILE is on: a build without shows each missing #include. The two sets are made with no more
# definitions than every target has, or the compiler could not use them. ccache takes the text beside a precompiled header for its
# content, so that results are found again in other folders; it names everything that the content depends on.
function(signalbox_precompile name)
    cmake_parse_arguments(arg "" "" "LIBRARIES;HEADERS" ${ARGN})
    set(set signalbox_precompiled_${name})
    set(empty ${CMAKE_CURRENT_BINARY_DIR}/${set}.cpp)
    file(CONFIGURE OUTPUT ${empty} CONTENT "")
    add_library(${set} OBJECT ${empty})
    set_target_properties(${set} PROPERTIES AUTOMOC OFF AUTOUIC OFF POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(${set} PRIVATE signalbox_options ${arg_LIBRARIES})
    target_precompile_headers(${set} PRIVATE ${arg_HEADERS})
    target_compile_options(${set} PRIVATE ${SIGNALBOX_PRECOMPILED_OPTIONS})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${set}.dir/cmake_pch.hxx.gch.sum
            CONTENT "${arg_HEADERS} ${CMAKE_CXX_COMPILER_VERSION} ${Qt6_VERSION} ${CMAKE_BUILD_TYPE} ${SIGNALBOX_SANITIZE}")
    endif()
endfunction()

if(SIGNALBOX_PRECOMPILE)
    set(standard <algorithm> <array> <atomic> <chrono> <functional> <memory> <optional> <ranges> <span> <utility> <variant> <vector>)
    signalbox_precompile(core LIBRARIES Qt6::Core HEADERS <QtCore> ${standard})
    if(SIGNALBOX_WINDOW)
        signalbox_precompile(widgets LIBRARIES Qt6::Widgets HEADERS <QtWidgets> ${standard})
    endif()
endif()

function(signalbox_precompiled target name)
    if(SIGNALBOX_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM signalbox_precompiled_${name})
        target_compile_options(${target} PRIVATE ${SIGNALBOX_PRECOMPILED_OPTIONS})
    endif()
endfunction()
