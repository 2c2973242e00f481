/** A file of what a supplier delivers. */
interface SupplierFile {
  readonly name: string;
  readonly read: (take: (chunk: Uint8Array) => void) => Promise<void>;
}

/** A return as it was named: an XML file, CSV files, or nothing that could be read, with the reason for a person. */
export type SupplierInput = { readonly name: string } & (
  | { readonly kind: "xml"; readonly file: SupplierFile }
  | { readonly kind: "tables"; readonly files: readonly SupplierFile[] }
  | { readonly kind: "refused"; readonly message: string }
);

/** Opens a file, a folder or a zip; a file that is not there is an input that says so. */
export type OpenInput = (path: string) => Promise<SupplierInput>;
