/** Text that stands as it is in Markdown, whatever is in it. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Lines one below the other; Markdown joins them otherwise. */
export function markdownLines(lines: readonly string[]): string {
  return lines.join('  \n');
}
