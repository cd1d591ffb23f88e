import type { Page } from '../catalogues.ts';

export const needs: Page<'needs'> = {
  title: '오시는 분에 대해',
  heading: '오시는 분에 대해 알려 주세요',
  of: '{whose}에 대해',
  lead: '처음 선택된 그대로이고 잃어버린 것도 없으면 그대로 다음으로 가 주세요.',
  bookedLead: '답에 따라 가져올 것이 달라집니다. 바뀌면 메일로도 알려 드립니다.',
  added: '추가한 분의 대리인이 오시거나 잃어버린 것이 있으면 여기서 답해 주세요.',
  comes: '누가 창구에 오십니까?',
  self: '본인',
  parent: '본인과 부모(친권자)',
  by: {
    'proxy-care': '대리인(본인이 질병, 부상, 장애, 시설 입소 등으로 올 수 없음)',
    'proxy-guardian': '대리인(성년후견인 등 법정대리인)',
    'proxy-away': '대리인(본인이 해외 체류, 장기 출장 등으로 올 수 없음)',
  },
  lost: '잃어버린 것이 있습니까?',
  'lost-notice': '교부통지서(엽서)를 잃어버렸음',
  'lost-card': '통지카드나 이전 카드를 잃어버렸음',
  show: '이 답으로 가져올 것 보기',
  changed: '가져올 것이 바뀌었습니다. 아래를 읽고 체크해 주세요.',
  papers: '당일 가져올 것',
  save: '이 내용으로 변경',
  back: '변경하지 않음',
  link: '대리인이 올 때·잃어버린 것이 있을 때',
};
