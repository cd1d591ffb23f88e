import type { Page } from '../catalogues.ts';

export const needs: Page<'needs'> = {
  title: '关于来的人',
  heading: '请告诉我们来的人的情况',
  of: '关于{whose}',
  lead: '如果已选的内容没有不同，也没有丢失的东西，请直接进入下一步。',
  bookedLead: '要带的东西会根据您的回答而变化。有变化时，也会用邮件通知您。',
  added: '添加的人由代理人来，或有丢失的东西时，请在这里回答。',
  comes: '谁来窗口？',
  self: '本人',
  parent: '本人和父母（亲权者）',
  by: {
    'proxy-care': '代理人（本人因生病、受伤、残疾或住在福利设施等不能来）',
    'proxy-guardian': '代理人（成年监护人等法定代理人）',
    'proxy-away': '代理人（本人在国外或长期出差等不能来）',
  },
  lost: '有丢失的东西吗？',
  'lost-notice': '丢失了交付通知书（明信片）',
  'lost-card': '丢失了通知卡或以前的卡',
  show: '按此回答显示要带的东西',
  changed: '要带的东西有变化。请阅读下面的内容并打勾。',
  papers: '当天要带的东西',
  save: '改成这样',
  back: '不改',
  link: '代理人来时、有东西丢失时',
};
