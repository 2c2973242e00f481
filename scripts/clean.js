// Empties dist/ before a build: what is left of modules that are gone would find its way into generated packages.
import { rmSync } from "node:fs";

rmSync(new URL("../dist/", import.meta.url), { recursive: true, force: true });
