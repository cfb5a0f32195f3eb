document.getElementById('app').textContent =
  '这个浏览器太旧，打不开本页。请换一个浏览器，或直接打电话给居委会。 This browser is too old for this page. Please use another one, or telephone your committee.'
