export interface HostStats {
  readonly tests: number;
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

export function readStats(file: string): Promise<HostStats | undefined>;
export function whyNotGreen(exitCode: number, stats: HostStats | undefined): string | undefined;
