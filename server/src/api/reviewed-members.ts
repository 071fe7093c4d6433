import { lineage } from "./definitions";
import { type Release, releaseIndex } from "./releases";
import { resolvePath } from "./resolve";
import { type ReviewedMember, reviewed } from "./reviewed";

/** Whether a reviewed entry speaks of this class, or of one of its bases. */
export function isOneOf(entry: ReviewedMember, definition: string, release: Release): boolean {
  const classes = lineage(definition, release);
  return entry.of.some((path) => {
    const found = resolvePath(path, release);
    return found.kind === "definition" && classes.includes(found.definition);
  });
}

/**
 * Whether a review says that a class of this release has lost a member: it settles what the snapshots leave open,
 * the attributes and properties that could have become fields which C++ registers.
 */
export function isReviewedGone(definition: string, member: string, release: Release): boolean {
  const at = releaseIndex(release);
  return reviewed().members.some(
    (entry) => entry.old === member && releaseIndex(entry.since) <= at && isOneOf(entry, definition, release),
  );
}
