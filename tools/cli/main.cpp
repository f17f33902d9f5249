#include "command_line.h"

int main(int argc, char** argv) {
  spectrakit::cli::Context context;
  return spectrakit::cli::run_command_line({argv + 1, argv + argc}, context);
}
