/** Arguments that functions of TVM no longer take, by our data, against what real TVMs say that they take. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { equivalentIn } from "../../server/src/api/changes";
import { lastWord } from "../../server/src/api/last-word";
import { keywordGoneSince, lostArguments, pathsOfCalls, placesLeft } from "../../server/src/api/lost-arguments";
import { pythonFor, type Release } from "../tvm";

interface Lost {
  readonly path: string;
  readonly keywords: readonly string[];
  readonly places: number | null;
}

/** Answers with those that are wrong, and with how many were looked at: wheels are built without some parts. */
const ASK = `
import importlib, inspect, json, sys
import tvm

def found(path):
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:end]))
        except Exception:
            continue
        for name in parts[end:]:
            value = getattr(value, name)
        return value

wrong, seen = [], 0
for lost in json.load(sys.stdin):
    try:
        value = found(lost["path"])
        parameters = list(inspect.signature(value.__init__ if inspect.isclass(value) else value).parameters.values())
    except Exception:
        continue
    seen += 1
    if inspect.isclass(value):
        parameters = parameters[1:]
    kinds = [each.kind for each in parameters]
    if inspect.Parameter.VAR_KEYWORD in kinds and lost["keywords"]:
        wrong.append(lost["path"] + " takes any keyword")
    wrong += [lost["path"] + " " + each.name for each in parameters if each.name in lost["keywords"]]
    places = sum(kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for kind in kinds)
    if lost["places"] is not None and (places > lost["places"] or inspect.Parameter.VAR_POSITIONAL in kinds):
        wrong.append(f"{lost['path']} takes {places}")
print("\\n" + json.dumps([seen, wrong]))
`;

/** Takes TVM twenty seconds to load, and holds one function that lost anything. */
const SLOW = /\.tensor_intrin\./;

function lostIn(release: Release): Lost[] {
  const lost = lostArguments(release);
  return pathsOfCalls().flatMap((path) => {
    const known = lost.get(lastWord(path));
    const now = known ? equivalentIn(path, release) : null;
    if (now === null || !known || SLOW.test(now)) return [];
    const keywords = [...known.keywords].filter((keyword) => keywordGoneSince(path, keyword, release) !== null);
    return [{ path: now, keywords, places: placesLeft(path, release) }];
  });
}

it.each<Release>(["0.17", "0.22", "0.25", "0.26", "0.27"])("functions of TVM %s do not take them", (release) => {
  const all = lostIn(release);
  const out = execFileSync(pythonFor(release), ["-c", ASK], {
    encoding: "utf8",
    input: JSON.stringify(all),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [seen, wrong] = JSON.parse(out.trim().split("\n").at(-1) ?? "") as [number, string[]];
  expect(seen).toBeGreaterThan(20);
  // The wheel of 0.22 was built before its tag.
  const before = ["tvm.runtime.load_module fmt", "tvm.runtime.load_module takes 2"];
  expect(wrong.filter((each) => release !== "0.22" || !before.includes(each))).toEqual([]);
});
