import type Docker from 'dockerode';

/** This machine's port that leads to a container's TCP port, also while it is stopped; undefined where none does. */
export function publishedTo(
  inspected: Pick<Docker.ContainerInspectInfo, 'HostConfig'> | undefined,
  port: number,
): number | undefined {
  const bindings = inspected?.HostConfig.PortBindings as
    Record<string, { HostPort?: string }[] | undefined> | undefined;
  const found = Number(bindings?.[`${String(port)}/tcp`]?.[0]?.HostPort);
  return Number.isInteger(found) && found > 0 ? found : undefined;
}
