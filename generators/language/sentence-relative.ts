import { joinWords } from "./english.ts";
import { missingNote } from "./sentence-notes.ts";
import { mentions } from "./null-logic.ts";
import { type Clause, type Context, elementNoun, type Mood, type Reference, spoken, withCurrent } from "./sentence-context.ts";
import { listWords } from "./sentence-lists.ts";
import type { Typed } from "./typed.ts";
import type { Type } from "./types.ts";
