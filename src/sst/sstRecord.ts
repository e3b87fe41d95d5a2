/** A file that a node needs for state transfers. */
export interface SstFile {
  readonly path: string;
  readonly content: string;
  /** Permission bits. */
  readonly mode: number;
}

/** All that tells one method of full state transfer from the others. */
export interface SstRecord {
  /** What it does and takes, for the user who chooses one, in Markdown. */
  readonly description: string;
  /** Programs that an image has to have beside the server. */
  readonly programs: readonly string[];
  /** And those for TLS: without, the server's scripts would send everything in the clear, or not at all. */
  readonly tlsPrograms: readonly string[];
  /** What the server's option file needs at its end where the cluster has TLS. */
  readonly tlsConfig: string;
  /** What the account that the method logs in with is granted on everything; none where it doesn't log in. */
  readonly privileges: readonly string[];
  /**
   * What comes to a joiner. `statements`: its server is up and takes them. `files`: they take the place of its data
   * directory before its server opens that, and a position counts only if InnoDB has it.
   */
  readonly receives: 'files' | 'statements';
  /** What the donor's log says on the way: percentage and bytes, in the lines of sstLog.ts, or nothing. */
  readonly tells: 'progress' | 'nothing';
  /** Scripts of ours, each in place of the server's own. */
  readonly files: readonly SstFile[];
}
