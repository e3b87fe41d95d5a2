/** Shell scripts and SQL for the nodes are bundled as text (see esbuild.mjs). */
declare module '*.sh' {
  const text: string;
  export default text;
}

declare module '*.sql' {
  const text: string;
  export default text;
}

declare module '*.pl' {
  const content: string;
  export default content;
}

declare module '*.lua' {
  const text: string;
  export default text;
}
