//! The twins of `tests/ui`: what is wrong there, as it should be. A shared object, since it would not link as a program.
#![allow(clippy::all, dead_code, missing_docs, unused_imports)]

#[path = "../tests/ui/argument_type.pass.rs"]
mod argument_type;
#[path = "../tests/ui/assume_set_is_unsafe.pass.rs"]
mod assume_set_is_unsafe;
#[path = "../tests/ui/async_function.pass.rs"]
mod async_function;
#[path = "../tests/ui/borrowed_of_local.pass.rs"]
mod borrowed_of_local;
#[path = "../tests/ui/bound_in_static.pass.rs"]
mod bound_in_static;
#[path = "../tests/ui/bound_in_thread.pass.rs"]
mod bound_in_thread;
#[path = "../tests/ui/buffer_in_detach.pass.rs"]
mod buffer_in_detach;
#[path = "../tests/ui/buffer_piece_kept.pass.rs"]
mod buffer_piece_kept;
#[path = "../tests/ui/buffer_slice_outlives.pass.rs"]
mod buffer_slice_outlives;
#[path = "../tests/ui/call_without_context.pass.rs"]
mod call_without_context;
#[path = "../tests/ui/class_enum.pass.rs"]
mod class_enum;
#[path = "../tests/ui/class_method_without_class.pass.rs"]
mod class_method_without_class;
#[path = "../tests/ui/class_of_another_state.pass.rs"]
mod class_of_another_state;
#[path = "../tests/ui/class_without_methods.pass.rs"]
mod class_without_methods;
#[path = "../tests/ui/clinic_absent_number.pass.rs"]
mod clinic_absent_number;
#[path = "../tests/ui/clinic_comment.pass.rs"]
mod clinic_comment;
#[path = "../tests/ui/clinic_copied_lines.pass.rs"]
mod clinic_copied_lines;
#[path = "../tests/ui/clinic_default.pass.rs"]
mod clinic_default;
#[path = "../tests/ui/clinic_format_unit.pass.rs"]
mod clinic_format_unit;
#[path = "../tests/ui/clinic_method.pass.rs"]
mod clinic_method;
#[path = "../tests/ui/clinic_method_of_another.pass.rs"]
mod clinic_method_of_another;
#[path = "../tests/ui/clinic_name_of_another.pass.rs"]
mod clinic_name_of_another;
#[path = "../tests/ui/clinic_not_read.pass.rs"]
mod clinic_not_read;
#[path = "../tests/ui/clinic_optional_group.pass.rs"]
mod clinic_optional_group;
#[path = "../tests/ui/clinic_return_converter.pass.rs"]
mod clinic_return_converter;
#[path = "../tests/ui/clinic_stars.pass.rs"]
mod clinic_stars;
#[path = "../tests/ui/clinic_type_of_another.pass.rs"]
mod clinic_type_of_another;
#[path = "../tests/ui/clinic_unknown_converter.pass.rs"]
mod clinic_unknown_converter;
#[path = "../tests/ui/clinic_unknown_option.pass.rs"]
mod clinic_unknown_option;
#[path = "../tests/ui/constructor_returns.pass.rs"]
mod constructor_returns;
#[path = "../tests/ui/constructor_with_self.pass.rs"]
mod constructor_with_self;
#[path = "../tests/ui/context_in_thread.pass.rs"]
mod context_in_thread;
#[path = "../tests/ui/context_is_not_cloned.pass.rs"]
mod context_is_not_cloned;
#[path = "../tests/ui/context_is_not_made.pass.rs"]
mod context_is_not_made;
#[path = "../tests/ui/default_before_required.pass.rs"]
mod default_before_required;
#[path = "../tests/ui/default_of_another_type.pass.rs"]
mod default_of_another_type;
#[path = "../tests/ui/detach_captures_bound.pass.rs"]
mod detach_captures_bound;
#[path = "../tests/ui/detach_captures_context.pass.rs"]
mod detach_captures_context;
#[path = "../tests/ui/detach_returns_bound.pass.rs"]
mod detach_returns_bound;
#[path = "../tests/ui/detach_while_context_is_lent.pass.rs"]
mod detach_while_context_is_lent;
#[path = "../tests/ui/detach_with_shared_context.pass.rs"]
mod detach_with_shared_context;
#[path = "../tests/ui/double_star.pass.rs"]
mod double_star;
#[path = "../tests/ui/dropped_twice.pass.rs"]
mod dropped_twice;
#[path = "../tests/ui/error_in_thread.pass.rs"]
mod error_in_thread;
#[path = "../tests/ui/function_of_another_state.pass.rs"]
mod function_of_another_state;
#[path = "../tests/ui/generic_function.pass.rs"]
mod generic_function;
#[path = "../tests/ui/getter_with_argument.pass.rs"]
mod getter_with_argument;
#[path = "../tests/ui/handle_is_not_made.pass.rs"]
mod handle_is_not_made;
#[path = "../tests/ui/instance_is_not_made.pass.rs"]
mod instance_is_not_made;
#[path = "../tests/ui/lifetimes_do_not_mix.pass.rs"]
mod lifetimes_do_not_mix;
#[path = "../tests/ui/lock_guard_in_detach.pass.rs"]
mod lock_guard_in_detach;
#[path = "../tests/ui/lock_hides_handles.pass.rs"]
mod lock_hides_handles;
#[path = "../tests/ui/lock_of_what_stays_on_a_thread.pass.rs"]
mod lock_of_what_stays_on_a_thread;
#[path = "../tests/ui/lock_value_outlives_guard.pass.rs"]
mod lock_value_outlives_guard;
#[path = "../tests/ui/method_changes_field.pass.rs"]
mod method_changes_field;
#[path = "../tests/ui/method_of_another_state.pass.rs"]
mod method_of_another_state;
#[path = "../tests/ui/method_of_wrong_abi.pass.rs"]
mod method_of_wrong_abi;
#[path = "../tests/ui/method_of_wrong_arity.pass.rs"]
mod method_of_wrong_arity;
#[path = "../tests/ui/method_takes_mut_self.pass.rs"]
mod method_takes_mut_self;
#[path = "../tests/ui/method_without_context.pass.rs"]
mod method_without_context;
#[path = "../tests/ui/method_without_self.pass.rs"]
mod method_without_self;
#[path = "../tests/ui/module_ref_is_not_made.pass.rs"]
mod module_ref_is_not_made;
#[path = "../tests/ui/moved_out_of_shared.pass.rs"]
mod moved_out_of_shared;
#[path = "../tests/ui/no_context.pass.rs"]
mod no_context;
#[path = "../tests/ui/no_exclusive_object.pass.rs"]
mod no_exclusive_object;
#[path = "../tests/ui/no_parameters.pass.rs"]
mod no_parameters;
#[path = "../tests/ui/no_state.pass.rs"]
mod no_state;
#[path = "../tests/ui/payload_alignment.pass.rs"]
mod payload_alignment;
#[path = "../tests/ui/payload_field_missing.pass.rs"]
mod payload_field_missing;
#[path = "../tests/ui/payload_hides_references.pass.rs"]
mod payload_hides_references;
#[path = "../tests/ui/payload_not_sync.pass.rs"]
mod payload_not_sync;
#[path = "../tests/ui/payload_without_policy.pass.rs"]
mod payload_without_policy;
#[path = "../tests/ui/py_is_not_cloned.pass.rs"]
mod py_is_not_cloned;
#[path = "../tests/ui/question_mark_without_result.pass.rs"]
mod question_mark_without_result;
#[path = "../tests/ui/result_ignored.pass.rs"]
mod result_ignored;
#[path = "../tests/ui/result_used_as_value.pass.rs"]
mod result_used_as_value;
#[path = "../tests/ui/return_type.pass.rs"]
mod return_type;
#[path = "../tests/ui/setter_name.pass.rs"]
mod setter_name;
#[path = "../tests/ui/signature_name.pass.rs"]
mod signature_name;
#[path = "../tests/ui/signature_too_long.pass.rs"]
mod signature_too_long;
#[path = "../tests/ui/signature_too_short.pass.rs"]
mod signature_too_short;
#[path = "../tests/ui/slash_first.pass.rs"]
mod slash_first;
#[path = "../tests/ui/slice_of_local_bytes.pass.rs"]
mod slice_of_local_bytes;
#[path = "../tests/ui/special_arguments.pass.rs"]
mod special_arguments;
#[path = "../tests/ui/special_not_filled.pass.rs"]
mod special_not_filled;
#[path = "../tests/ui/special_of_no_object.pass.rs"]
mod special_of_no_object;
#[path = "../tests/ui/special_returns.pass.rs"]
mod special_returns;
#[path = "../tests/ui/state_alignment.pass.rs"]
mod state_alignment;
#[path = "../tests/ui/state_enum.pass.rs"]
mod state_enum;
#[path = "../tests/ui/state_field_unknown_to_gc.pass.rs"]
mod state_field_unknown_to_gc;
#[path = "../tests/ui/state_holds_bound.pass.rs"]
mod state_holds_bound;
#[path = "../tests/ui/state_is_not_a_state.pass.rs"]
mod state_is_not_a_state;
#[path = "../tests/ui/state_not_sync.pass.rs"]
mod state_not_sync;
#[path = "../tests/ui/static_context.pass.rs"]
mod static_context;
#[path = "../tests/ui/text_after_drop.pass.rs"]
mod text_after_drop;
#[path = "../tests/ui/text_for_state.pass.rs"]
mod text_for_state;
#[path = "../tests/ui/text_is_not_static.pass.rs"]
mod text_is_not_static;
#[path = "../tests/ui/text_signature.pass.rs"]
mod text_signature;
#[path = "../tests/ui/two_marks.pass.rs"]
mod two_marks;
#[path = "../tests/ui/uninit_is_not_read.pass.rs"]
mod uninit_is_not_read;
#[path = "../tests/ui/uninit_is_unsafe.pass.rs"]
mod uninit_is_unsafe;
#[path = "../tests/ui/unknown_option.pass.rs"]
mod unknown_option;
#[path = "../tests/ui/unsafe_function.pass.rs"]
mod unsafe_function;
#[path = "../tests/ui/used_after_unbind.pass.rs"]
mod used_after_unbind;
#[path = "../tests/ui/writer_cursor_escapes.pass.rs"]
mod writer_cursor_escapes;
#[path = "../tests/ui/writer_proof_is_not_made.pass.rs"]
mod writer_proof_is_not_made;
#[path = "../tests/ui/writer_proof_of_another.pass.rs"]
mod writer_proof_of_another;
#[path = "../tests/ui/writer_used_after_finish.pass.rs"]
mod writer_used_after_finish;
#[path = "../tests/ui/wrong_type.pass.rs"]
mod wrong_type;
