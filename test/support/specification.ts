import { readSpecificationFiles } from "../../generators/specification/disk.ts";
import { Specification } from "../../generators/specification/specification.ts";
import { PROJECT } from "./returnspec.ts";

/** The specifications of the project. To read them takes a second, and they do not change: one reading is enough for all tests of a process. */
export const specification = new Specification(readSpecificationFiles(PROJECT));
