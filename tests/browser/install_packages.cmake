# Fetches what package-lock.json names into FOLDER, unless the same lock was fetched before.
file(SHA256 ${FOLDER}/package-lock.json lock)
set(stamp ${FOLDER}/node_modules/.lock)
if(EXISTS ${stamp})
    file(READ ${stamp} fetched)
    if(fetched STREQUAL lock)
        return()
    endif()
endif()
execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY ${FOLDER}
    COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${stamp} ${lock})
