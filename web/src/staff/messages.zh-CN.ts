import { merge } from '@shared/i18n'

export default merge(import.meta.glob(['./**/zh-CN.json', '../shared/**/zh-CN.json'], { eager: true, import: 'default' }))
