declare module '~dkfds/*.svg' {
  const address: string;
  export default address;
}
