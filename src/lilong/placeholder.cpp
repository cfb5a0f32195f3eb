// lilong
