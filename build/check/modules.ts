// What each file of the tree exports and imports, as the compiler reads it: exports.ts asks who imports what.
import { dirname, relative, resolve } from 'node:path';
import { isIdentifier, type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBindingElement,
  isExportAssignment,
  isExportDeclaration,
  isImportDeclaration,
  isNamedExports,
  isNamedImports,
  isNamespaceImport,
  isVariableStatement,
} from 'typescript/unstable/ast/is';
import { API, type APIOptions } from 'typescript/unstable/sync';

/** `everything`: the whole file is taken as a value, so each of its names may be used. */
export const EVERYTHING = '*';

type Named = { from: string; name: string };
/** Paths from the root of the tree. `passesOn`: files whose every export it gives on (`export * from`). */
export type Module = { path: string; exports: string[]; imports: Named[]; passesOn: string[] };

const textOf = (name: Node): string => ('text' in name && typeof name.text === 'string' ? name.text : '');

/** The names a statement with `export` before it declares; of `export const { a, b }` both. */
function declared(statement: Node): string[] {
  const modifiers = 'modifiers' in statement ? ((statement.modifiers ?? []) as readonly Node[]) : [];
  if (!modifiers.some(({ kind }) => kind === SyntaxKind.ExportKeyword)) return [];
  if (modifiers.some(({ kind }) => kind === SyntaxKind.DefaultKeyword)) return ['default'];
  if (!isVariableStatement(statement)) return 'name' in statement ? [textOf(statement.name as Node)] : [];
  const namesIn = (name: Node): string[] => {
    if (isIdentifier(name)) return [name.text];
    const names: string[] = [];
    name.forEachChild((child) => {
      if (isBindingElement(child) && child.name !== undefined) names.push(...namesIn(child.name));
    });
    return names;
  };
  return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
}

/** Of `import * as words` the names behind `words.`; everything, where `words` is handed on whole. */
function namesBehind(space: string, text: string): string[] {
  const uses = [...text.matchAll(new RegExp(String.raw`(?<![\w.'-])${space}\b(?:\.(\w+))?`, 'gu'))].slice(1);
  return uses.map(([, name]) => name ?? EVERYTHING);
}

/** Of `await import('./a.ts')`, `import('./a.ts').A`: the names beside it; everything, where none stand there. */
function namesBeside(text: string, start: number, end: number): string[] {
  const behind = /^(?: as string)?\)+\.(\w+)/u.exec(text.slice(end))?.[1];
  if (behind !== undefined && behind !== 'then') return [behind];
  const before = /\{([\w\s,:]+)\}\s*=\s*await import\($/u.exec(text.slice(0, start))?.[1];
  return before === undefined ? [EVERYTHING] : before.split(',').map((name) => name.trim().split(':')[0] ?? '');
}

/** The names one `import … from`, `export … from` or `import()` takes. */
function taken(specifier: Node, text: string): string[] {
  const { parent } = specifier;
  if (isExportDeclaration(parent)) {
    const { exportClause } = parent;
    if (exportClause === undefined) return [];
    return isNamedExports(exportClause)
      ? exportClause.elements.map(({ propertyName, name }) => textOf(propertyName ?? name))
      : [EVERYTHING];
  }
  if (!isImportDeclaration(parent)) return namesBeside(text, specifier.getStart(), specifier.end);
  const { name, namedBindings } = parent.importClause ?? {};
  const whole = name === undefined ? [] : ['default'];
  if (namedBindings === undefined) return whole;
  if (isNamespaceImport(namedBindings)) return [...whole, ...namesBehind(namedBindings.name.text, text)];
  return isNamedImports(namedBindings)
    ? [...whole, ...namedBindings.elements.map((one) => textOf(one.propertyName ?? one.name))]
    : whole;
}

function moduleOf(root: string, file: SourceFile): Module {
  const path = relative(root, file.fileName).replaceAll('\\', '/');
  const at = (specifier: Node): string =>
    relative(root, resolve(dirname(file.fileName), textOf(specifier))).replaceAll('\\', '/');
  const near = file.imports.filter((specifier) => textOf(specifier).startsWith('.'));
  return {
    path,
    exports: file.statements.flatMap((statement) => {
      if (isExportAssignment(statement)) return ['default'];
      if (!isExportDeclaration(statement)) return declared(statement);
      const { exportClause } = statement;
      if (exportClause === undefined) return [];
      return isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => textOf(name)) : [textOf(exportClause.name)];
    }),
    imports: near.flatMap((specifier) => taken(specifier, file.text).map((name) => ({ from: at(specifier), name }))),
    passesOn: near
      .filter(({ parent }) => isExportDeclaration(parent) && parent.exportClause === undefined)
      .map((specifier) => at(specifier)),
  };
}

/** Every file of the project that `config` names, from `root`. @param options what the compiler reads from; the disk without it */
export function modulesOf(root: string, config: string, options: APIOptions = {}): Module[] {
  const api = new API({ cwd: root, ...options });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProjects()[0];
    if (project === undefined) throw new Error(`${config} is no project`);
    return project.rootFiles.flatMap((name) => {
      const file = project.program.getSourceFile(name);
      return file === undefined ? [] : [moduleOf(root, file)];
    });
  } finally {
    api.close();
  }
}
