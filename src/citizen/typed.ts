import type { FastifyInstance } from 'fastify';
import { staffTexts } from '../languages/staff-texts.ts';
import { heldCharacters, useTypedSheet } from '../lib/html/index.ts';
import { keep } from '../lib/kept.ts';
import { typedFaces } from '../lib/typeface/typed.ts';
import { wordingsKnown } from '../site/wordings/follow.ts';
import type { CommonReads } from './common.ts';

/** Under `/assets/`: limits and maintenance leave it alone. */
const FOLDER = '/assets/typed/';
const MOMENT_MS = 1_000;
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Everything staff typed that a citizen may read. */
async function typedTexts(common: CommonReads): Promise<string[]> {
  const [offices, services, notices, stop, city, areas, who] = await Promise.all([
    common.places(''),
    common.services(''),
    common.notices(''),
    common.maintenance(''),
    common.city(''),
    common.areas(''),
    common.who(''),
  ]);
  const cautions = await Promise.all(services.map(({ code }) => common.cautions(code)));
  return [
    ...offices.flatMap(({ name, address, directions, facilities }) => [name, address, directions, ...facilities]),
    ...areas.values(),
    ...[...who.values()].flat(),
    ...services.flatMap(({ name, bring }) => [name, ...bring]),
    ...cautions.flat().flatMap(({ concerns, body }) => [concerns, body]),
    ...notices.map(({ body }) => body),
    stop?.reason ?? '',
    city.name,
    city.phoneHours,
    city.address,
    ...[...staffTexts().values()].flatMap((texts) => [...texts.values()]),
    ...[...wordingsKnown().values()].flatMap(({ texts }) => Object.values(texts).flatMap((by) => Object.values(by))),
  ];
}

/**
 * Serves fonts of what staff typed. Each page asks `look` once it is sent: the texts are read once a second at most, and the next page names the new
 * files. A fault is logged; the pages then fetch slices of the build's fonts.
 */
export function serveTyped(app: FastifyInstance, common: CommonReads): { look(): void } {
  let serving = true;
  const faces = typedFaces(FOLDER, heldCharacters(), (sheet) => {
    if (serving) useTypedSheet(sheet);
  });
  // The next door of this process has not made these files: its pages name none until it has.
  app.addHook('onClose', async () => {
    serving = false;
    useTypedSheet(undefined);
  });
  app.get<{ Params: { name: string } }>(`${FOLDER}:name`, async (request, reply) => {
    const file = faces.file(request.params.name);
    if (file === undefined) return reply.callNotFound();
    return reply.header('cache-control', FOR_EVER).type(file.type).send(file.content);
  });
  const look = keep<'', void>(MOMENT_MS, () =>
    typedTexts(common)
      .then((texts) => faces.want(texts))
      .catch((error: unknown) => app.log.warn({ err: error }, 'fonts of typed texts')),
  );
  void look('');
  return { look: () => void look('') };
}
