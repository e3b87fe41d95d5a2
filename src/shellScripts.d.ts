/** Scripts for shells and nodes, and SQL, are bundled as text (see esbuild.mjs). */
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

declare module '*.zsh' {
  const text: string;
  export default text;
}

declare module '*.fish' {
  const text: string;
  export default text;
}

declare module '*.ps1' {
  const text: string;
  export default text;
}
