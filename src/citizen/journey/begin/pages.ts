import { textOf } from '../../../lib/http/fields.ts';
import type { Service } from '../../common.ts';
import { offeredServices } from '../../offers.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, go } from '../../route.ts';

/** Where booking a service begins: with the postcard, or with who one is. */
export const firstPage = ({ code, needsCard }: Pick<Service, 'code' | 'needsCard'>): string =>
  withQuery(needsCard ? paths.notice : paths.person, { service: code });

/** The same for a page that knows the service's code alone, or nothing of it. */
export const beginPath = (service = ''): string => withQuery(paths.begin, { service });

/** On to the first page of the service asked for, or of the only one; else to where one chooses. */
export async function beginPage({ common, query }: Ask): Promise<Answer> {
  const offered = await offeredServices(common);
  const asked = textOf(query, 'service');
  const service = offered.find(({ code }) => code === asked) ?? (offered.length === 1 ? offered[0] : undefined);
  return go(service === undefined ? paths.start : firstPage(service));
}
