// What the build makes of web/lessons/: see exercises_option in build.py.

declare module "exercises" {
  const files: { name: string; text: string }[];
  export default files;
}
