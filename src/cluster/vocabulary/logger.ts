/** What the engine needs of a log. VS Code's LogOutputChannel fits as it is. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
