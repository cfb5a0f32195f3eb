#include <exception>
#include <iostream>
#include <sodium.h>

#include "lilong/command_line.h"
#include "lilong/log.h"

int main(int argc, char** argv)
{
    if (sodium_init() < 0) return 1;
    lilong::set_up_log();
    try {
        return lilong::run({argv + 1, argv + argc});
    } catch (std::exception const& fault) {
        std::cerr << "lilong: " << fault.what() << "\n";
        return 1;
    }
}
