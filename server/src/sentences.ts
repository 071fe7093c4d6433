/** Sentences one behind the other, without those that are not there. After a Chinese full stop comes no space. */
export function sentences(...all: readonly (string | null | undefined)[]): string {
  return all
    .filter((each) => typeof each === "string" && each !== "")
    .join(" ")
    .replace(/([。！？：]) /g, "$1");
}
