// Control characters, and those that turn the direction of what follows.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text with nothing in it that a terminal or a window would act on: what servers, registries and labels say may be
 * anybody's words. Line breaks and tabs stay.
 */
export function plainWords(text: string): string {
  return text.replace(unseen, '\ufffd');
}
