/** Copy or keep a chart as PNG at twice the size, with title, base and source line inside the picture (UI-36). */
export async function png_of(svg: SVGSVGElement, title: string, source: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const canvas = document.createElement('canvas')
  const [scale, head, foot] = [2, 40, 32]
  canvas.width = width * scale
  canvas.height = (height + head + foot) * scale
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  const style = getComputedStyle(document.documentElement)
  pen.scale(scale, scale)
  pen.fillStyle = style.getPropertyValue('--surface')
  pen.fillRect(0, 0, width, height + head + foot)
  pen.fillStyle = style.getPropertyValue('--text')
  pen.font = `600 16px ${style.getPropertyValue('--font')}`
  pen.fillText(title, 8, 26, width - 16)
  pen.fillStyle = style.getPropertyValue('--text-2')
  pen.font = `14px ${style.getPropertyValue('--font')}`
  pen.fillText(source, 8, height + head + 20, width - 16)
  pen.drawImage(await image_of(svg, width, height), 0, head, width, height)
  return await new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'))
}

async function image_of(svg: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(url)
  }
}

export function keep_file(blob: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
