import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { UsageError } from "../console.ts";
import type { Preview } from "./preview.ts";

/** Only this computer can reach it. */
const LOOPBACK = "127.0.0.1";
const TYPES: ReadonlyMap<string, string> = new Map([
  ["html", "text/html"],
  ["css", "text/css"],
  ["js", "text/javascript"],
]);

export interface PreviewServer {
  /** `http://127.0.0.1:8903/` */
  readonly address: string;
  /** Tells open pages which version is the present one. */
  readonly push: () => void;
  /** Ends all connections and the server. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a preview on the loopback address.
 * @param port 0: any that is free
 * @param served called after a page has been sent
 * @throws {UsageError} when the port is taken
 */
export async function servePreview(preview: Preview, port: number, served: () => void): Promise<PreviewServer> {
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    // A page of another site that leads its own name to this computer must not read the specification.
    if (!isOurs(request, openPort())) return refuse(response, 403, "This preview answers to 127.0.0.1 and localhost only.");
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "A preview can only be read.");
    const path = pathOf(request.url ?? "/");
    if (path === "events") return listen(response);
    const text = path === null ? null : preview.text(path);
    if (path === null || text === null) return refuse(response, 404, "There is no such page. The way in is /.");
    response.writeHead(200, { ...HEADERS, "Content-Type": `${TYPES.get(path.split(".").at(-1) ?? "") ?? "text/plain"}; charset=utf-8` });
    response.end(request.method === "HEAD" ? undefined : text);
    served();
  });

  const openPort = (): number => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  const tell = (response: ServerResponse): void => void response.write(`data: ${preview.version()}\n\n`);
  const listen = (response: ServerResponse): void => {
    response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
    listeners.add(response);
    response.on("close", () => listeners.delete(response));
    // Something may have changed between the page and its question.
    tell(response);
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new UsageError(`Port ${port} is in use. Name another with --port, or 0 for any that is free.`) : error),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  return {
    address: `http://${LOOPBACK}:${openPort()}/`,
    push: () => {
      for (const response of listeners) tell(response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer" } as const;

function isOurs(request: IncomingMessage, port: number): boolean {
  return [LOOPBACK, "localhost"].some((name) => request.headers.host === `${name}:${port}`);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { ...HEADERS, "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${words}\n`);
}

/** The path of an address below the root; folders have an `index.html`. Null for one that cannot be read. */
function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, "")).replace(/^\/+/, "");
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  } catch {
    return null;
  }
}
