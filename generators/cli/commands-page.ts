import type { Argument, Command, Option } from "commander";

const EXIT_CODES = `## Exit codes

| code | meaning |
| --- | --- |
| 0 | passed (queries and rules that could not run do not fail) |
| 1 | something is wrong with what was looked at: diagnostics, findings of severity error, a stale folder, differences |
| 2 | wrong use, or input of which nothing could be read |
| 3 | a fault of returnspec |

Data goes to standard output, everything else to standard error.
`;

/** `docs/commands.md`, made from the definitions of the commands themselves. */
export function renderCommandsPage(program: Command): string {
  const head = `# Commands\n\nThis page is generated from the command definitions (\`npm run docs\`).\n\n${program.description()}\n\n`;
  const common = `\`returnspec\` runs as \`npx returnspec …\` in a checkout, or as \`node bin/returnspec.js …\` from any folder. Options of every command:\n\n${optionTable(program.options)}\n`;
  return `${head}${common}${program.commands.flatMap(runnable).map(renderCommand).join("")}${EXIT_CODES}`;
}

/** A command that only holds others is shown by these. */
function runnable(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(runnable);
}

/** `validate`, `conformance run` */
function fullName(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}

function renderCommand(command: Command): string {
  const usage =
    `returnspec ${fullName(command)} ${command.registeredArguments.map(argumentText).join(" ")} ${command.options.length > 0 ? "[options]" : ""}`.trimEnd();
  const argumentsTable =
    command.registeredArguments.length === 0
      ? ""
      : `| argument | |\n| --- | --- |\n${command.registeredArguments.map((argument) => `| ${cell(argumentText(argument))} | ${cell(argument.description)} |\n`).join("")}\n`;
  const options = command.options.length === 0 ? "" : `${optionTable(command.options)}\n`;
  return `## ${fullName(command)}\n\n${sentence(command.description())}\n\n\`\`\`\n${usage.replace(/ {2,}/g, " ")}\n\`\`\`\n\n${argumentsTable}${options}`;
}

function argumentText(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}

function optionTable(options: readonly Option[]): string {
  return `| option | |\n| --- | --- |\n${options.map((option) => `| ${cell(`\`${option.flags}\``)} | ${cell(option.description)} |\n`).join("")}`;
}

function cell(text: string): string {
  return text.startsWith("`") ? text.replaceAll("|", "\\|") : text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
