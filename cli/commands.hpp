// One function a command, each in command_<name>.cpp. They return the exit status.
#pragma once

#include "cli/arguments.hpp"

namespace shelflife::cli {

int command_build(const Arguments& arguments);
int command_check(const Arguments& arguments);
int command_check_or_watch(const Arguments& arguments);  // with --watch: again after each change
int command_completion(const Arguments& arguments);
int command_config(const Arguments& arguments);
int command_cost(const Arguments& arguments);
int command_diff(const Arguments& arguments);
int command_explain(const Arguments& arguments);
int command_fmt(const Arguments& arguments);
int command_import(const Arguments& arguments);
int command_init(const Arguments& arguments);
int command_man(const Arguments& arguments);
int command_packs(const Arguments& arguments);
int command_report(const Arguments& arguments);
int command_rules(const Arguments& arguments);
int command_simulate(const Arguments& arguments);
int command_verify(const Arguments& arguments);
int command_why(const Arguments& arguments);

}  // namespace shelflife::cli
