/** A text of staff's cut behind its first sentence, in whatever language it is; `rest` is empty where there is one sentence. */
export function cutSentence(text: string): { first: string; rest: string } {
  const [, first, rest] = /^(.+?(?:[。！？]|[.!?](?=\s)))\s*(\S.*)$/su.exec(text) ?? [];
  return first === undefined || rest === undefined ? { first: text, rest: '' } : { first, rest };
}
