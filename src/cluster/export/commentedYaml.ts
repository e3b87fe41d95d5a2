import { Document, isMap, type Scalar, stringify } from 'yaml';

/** What stands in front of a key, by the way to it: `['services', 'g1']`. */
export type Comments = readonly (readonly [path: readonly string[], text: string])[];

function asComment(text: string): string {
  return text.replaceAll(/^(?=.)/gm, ' ');
}

/** Compose 1.29 and Kubernetes take "yes" and "on" for true, as YAML 1.1 does: such texts get quotes. */
const options = { compat: 'yaml-1.1' } as const;

/** YAML as {@link commentedYaml} has it, without comments. */
export function plainYaml(value: object): string {
  return stringify(value, options);
}

function putComment(document: Document, path: readonly string[], text: string): void {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const keys = isMap(parent) ? parent.items.map((pair) => pair.key as Scalar) : [];
  const at = keys.findIndex((key) => key.value === path.at(-1));
  const key = keys[at];
  if (key === undefined) {
    throw new Error(`there is no ${path.join('.')} to comment on`);
  }
  key.commentBefore = asComment(text);
  key.spaceBefore = at > 0;
}

/**
 * YAML for people to read. What stands in several places as the same object is written once, under a name; a key `<<`
 * takes such a one over.
 *
 * @param heading at the top of it.
 */
export function commentedYaml(value: object, heading: string, comments: Comments): string {
  const document = new Document(value, { ...options, merge: true, anchorPrefix: 'shared' });
  document.commentBefore = asComment(heading);
  for (const [path, text] of comments) {
    putComment(document, path, text);
  }
  return document.toString({ lineWidth: 0, nullStr: '' });
}
