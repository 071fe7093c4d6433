/** What TVM's parser rejects in a Relax function; see `tir/faults.ts`. */
export type RelaxFault = never;
