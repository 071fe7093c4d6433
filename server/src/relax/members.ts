/** What Relax expressions have as attributes in any release: of the class of each, and of TVM's objects in general. */
const MEMBERS = new Set(
  (
    "access_ptr allocated_addr args astext astype attrs body byte_offset byte_offset_of checked_type checked_type_ chunk cond data " +
    "data_alignment dtype elem_offset elem_offset_of equal expr_ty false_branch fields get_flattened_buffer global_symbol handle id_ " +
    "index is_ is_scalar layout legacy_repr local name name_hint ndim offset_factor offset_of op params permute ptr_to rearrange " +
    "ret_struct_info ret_ty same_as scope script shape show sinfo_args span strides struct_info struct_info_ sub tile true_branch " +
    "tuple_value ty ty_args value values vdevice vid view virtual_device virtual_device_ vload vstore with_allocated_addr with_attr " +
    "with_attrs with_dtype without_attr a b min extent var source type_key blocks bindings is_pure type_annotation"
  ).split(" "),
);

export function isRelaxMember(name: string): boolean {
  return name.startsWith("_") || MEMBERS.has(name);
}
