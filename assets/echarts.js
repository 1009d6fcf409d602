/*!
 * Apache ECharts, https://echarts.apache.org: licensed to the Apache Software Foundation (ASF) under
 * one or more contributor license agreements, and to you under the Apache License, Version 2.0,
 * http://www.apache.org/licenses/LICENSE-2.0.
 */
// The parts of ECharts that chart.js draws with: bundled when sightmark is built, they are half of it.
import { use } from 'echarts/core';
import { BarChart, BoxplotChart, CustomChart, ScatterChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, BoxplotChart, CustomChart, ScatterChart, GraphicComponent, GridComponent,
  TooltipComponent, SVGRenderer]);

export { color, format, graphic, helper, init, setPlatformAPI } from 'echarts/core';
