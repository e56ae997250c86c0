// SPDX-License-Identifier: Apache-2.0
// Each command in a file of its own, cmd_<name>.cpp; this is what commands.cpp puts into the table.
#pragma once

#include "engine/cli/command.hpp"

namespace frist::cli {

Command check_command();
Command test_command();
Command format_command();
Command explain_command();
Command init_command();
Command dump_command();
Command coverage_command();
Command schema_command();
Command import_command();
Command attach_command();
Command detach_command();
Command backup_command();
Command restore_command();
Command run_command();
Command calendar_command();
Command plan_command();
Command approve_command();
Command apply_command();
Command withdraw_command();
Command officer_add_command();
Command officer_list_command();
Command officer_retire_command();
Command hold_place_command();
Command hold_list_command();
Command hold_lift_command();
Command review_list_command();
Command review_close_command();
Command restrict_place_command();
Command restrict_list_command();
Command restrict_lift_command();
Command disclosure_add_command();
Command disclosure_list_command();
Command disclosure_remove_command();
Command disclosure_rectified_command();
Command notice_list_command();
Command notice_acknowledge_command();
Command notice_export_command();
Command metrics_command();
Command doctor_command();
Command erase_verify_command();
Command request_file_command();
Command request_list_command();
Command request_show_command();
Command request_answer_command();
Command request_extend_command();
Command request_withdraw_command();
Command stuck_command();
Command diff_command();
Command pack_command();
Command identity_command();
Command keys_rotate_command();
Command audit_key_command();
Command audit_checkpoint_command();
Command audit_verify_command();
Command audit_consistency_command();
Command audit_export_command();
Command audit_receipt_command();
Command audit_open_command();
Command why_command();
Command when_command();
Command decide_command();
Command may_command();
Command score_command();
Command completions_command();
Command manual_command(std::vector<std::string> commands);  // the names of the others

}  // namespace frist::cli
