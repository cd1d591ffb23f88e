import { parseAst } from 'vitest/node';

/** A node of a parsed program, as far as it is asked. */
type Node = Readonly<Record<string, unknown>>;
const isNode = (what: unknown): what is Node => typeof what === 'object' && what !== null && !Array.isArray(what);
const listOf = (what: unknown): Node[] => (Array.isArray(what) ? what.filter(isNode) : []);
const within = (node: Node): Node[] => Object.values(node).flatMap((of) => (isNode(of) ? [of] : listOf(of)));

const cooked = ({ value }: Node): string => (isNode(value) && typeof value['cooked'] === 'string' ? value['cooked'] : '');

/** The pieces of SQL that a program names once and puts into several statements: LOCKED = sql`FOR UPDATE`. */
function named(node: Node, found = new Map<string, Node>()): Map<string, Node> {
  const { type, id, init } = node;
  if (type === 'VariableDeclarator' && isNode(id) && isNode(init) && init['type'] === 'TaggedTemplateExpression')
    found.set(String(id['name']), init);
  for (const inner of within(node)) named(inner, found);
  return found;
}

/** Every text of a program that may be a statement, with the pieces that stand in it: also what stands in a piece of a piece. */
export function statementsOf(program: string): string[] {
  const root: unknown = parseAst(program);
  if (!isNode(root)) throw new Error('not a program');
  const pieces = named(root);
  const inner = (node: Node, above: readonly string[]): string => {
    if (node['type'] === 'TemplateLiteral') return whole(node, above);
    if (node['type'] === 'Identifier') {
      const name = String(node['name']);
      const piece = above.includes(name) ? undefined : pieces.get(name);
      return piece === undefined ? '' : inner(piece, [...above, name]);
    }
    const parts = node['type'] === 'TaggedTemplateExpression' ? listOf([node['quasi']]) : within(node);
    return parts.map((part) => inner(part, above)).join(' ');
  };
  const whole = ({ quasis, expressions }: Node, above: readonly string[]): string =>
    listOf(quasis)
      .map((quasi, at) =>
        [
          cooked(quasi),
          ...listOf(expressions)
            .slice(at, at + 1)
            .map((of) => inner(of, above)),
        ].join(' '),
      )
      .join(' ');
  const texts: string[] = [];
  const look = (node: Node): void => {
    if (node['type'] === 'TemplateLiteral') texts.push(whole(node, []));
    if (node['type'] === 'Literal' && typeof node['value'] === 'string') texts.push(node['value']);
    for (const of of within(node)) look(of);
  };
  look(root);
  return texts;
}

const WRITES = /(INSERT INTO|UPDATE|DELETE FROM) ([a-z_]+\.[a-z_]+)/gu;
const LOCKS = /\bFOR\s+(?:NO KEY |KEY )?(?:UPDATE|SHARE)(?:\s+OF ([a-z_]+))?/gu;

/** What stands before a lock in its own SELECT: not what lies around it, nor in what it asks in parentheses. */
function ownSelect(before: string): string {
  let [depth, own] = [0, ''];
  for (const sign of [...before].toReversed()) {
    if (sign === ')') depth += 1;
    if (sign === '(') depth -= 1;
    if (depth < 0 || (depth === 0 && sign === ';')) break;
    if (depth === 0) own = sign + own;
  }
  return own;
}

/** The tables whose rows a statement locks: who locks a row must be able to change it. */
const lockedIn = (text: string): string[] =>
  [...text.matchAll(LOCKS)].flatMap(({ index, 1: of }) =>
    [...ownSelect(text.slice(0, index)).matchAll(/(?:FROM|JOIN)\s+([a-z_]+\.[a-z_]+)(?:\s+(?:AS )?([a-z_]+))?/gu)].flatMap(
      ([, table = '', alias]) => (of === undefined || of === alias || table.endsWith(`.${of}`) ? [table] : []),
    ),
  );

/** INSERT cards.cards: what a statement writes, and what it locks. */
export const writtenIn = (text: string): string[] => [
  ...[...text.matchAll(WRITES)].map(([, how = '', table = '']) => `${how.slice(0, 6)} ${table}`),
  ...[...text.matchAll(/INSERT INTO ([a-z_]+\.[a-z_]+)(?:(?!INSERT INTO|;).)*?DO UPDATE/gsu)].map(
    ([, table = '']) => `UPDATE ${table}`,
  ),
  ...lockedIn(text).map((table) => `UPDATE ${table}`),
];
