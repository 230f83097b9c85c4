declare module "virtual:words/*" {
  const english: Record<string, string>;
  export default english;
}

