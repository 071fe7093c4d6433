/** The build puts a picture's text into the bundle. */
declare module "*.svg" {
  const text: string;
  export default text;
}
